import { createWords } from '@milepost/wording';
import { messages } from '@milepost/wording/en';

/** What customers are told, as the desk shows it: in English, like everything else there. */
export const english = createWords('en', messages);
