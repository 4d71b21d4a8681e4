import { buildPages } from '@milepost/portal/build';

/** Global set-up of the end-to-end tests: what they see is what this tree builds. */
export default buildPages;
