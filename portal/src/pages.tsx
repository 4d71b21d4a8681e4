import type { Locale } from '@milepost/wording';
import type { BaseShell, Shell } from './components/Layout.tsx';
import { pageWords } from './words.ts';

/** All pages as text. Pure: what they show is given, `now` included. */

export { accountOrdersPage } from './account/account-page.tsx';
export { addressOfList, readAsk, shortestText } from './account/account-views.ts';
export type { BaseShell, Shell } from './components/Layout.tsx';
export type { LookUpValues, Problem } from './components/LookUp.tsx';
export { shareHours, shareLevels } from './components/Share.tsx';
export { type ViewLevel, viewLevels } from './components/StaffView.tsx';
export { deskPage } from './desk/desk-page.tsx';
export { parcelOf } from './order/parcels.ts';
export { carrierChoicePage, lookUpPage } from './pages/look-up-page.tsx';
export { messagePage } from './pages/message-page.tsx';
export { orderCodePage, orderPage } from './pages/order-page.tsx';
export { parcelPage } from './pages/parcel-page.tsx';
export {
  type CheckedPlace,
  checkedPlaces,
  type ReportInput,
  type ReportKind,
  type ReportProblem,
  type ReportValues,
  reportCheckPage,
  reportDonePage,
  reportKindPage,
  reportKinds,
  reportTellPage,
} from './pages/report-page.tsx';
export { type SharedOrder, sharePage } from './pages/share-page.tsx';
export type { Me, Ways } from './sign-in/sign-in-pages.tsx';
export {
  accountPage,
  codePage,
  followLinkPage,
  linkSentPage,
  passwordPage,
  secondFactorCodePage,
  secondFactorPasswordPage,
  signInPage,
} from './sign-in/sign-in-pages.tsx';

/** The shell of one reader's page. `here` is the page's own path with its query. */
export const shellFor = (base: BaseShell, locale: Locale, here: string): Shell => ({
  ...base,
  words: pageWords(locale),
  here,
});
