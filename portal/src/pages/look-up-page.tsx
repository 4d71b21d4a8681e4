import { Layout, type Shell } from '../components/Layout.tsx';
import { emptyLookUp, LookUp, type LookUpValues, type Problem } from '../components/LookUp.tsx';
import { page } from '../components/page.ts';
import { TrackingNumber } from '../components/TrackingNumber.tsx';

export function lookUpPage({
  shell,
  values = emptyLookUp,
  problem = null,
}: {
  shell: Shell;
  values?: LookUpValues;
  problem?: Problem | null;
}): string {
  const { t } = shell.words;
  return page(
    <Layout shell={shell} title={t('lookUp.title')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('lookUp.heading')}</h1>
        <p className="lead">{t('lookUp.lead')}</p>
        <LookUp values={values} problem={problem} />
        <p className="quiet">
          {t('lookUp.account')} <a href="/sign-in">{t('signIn.title')}</a>
        </p>
      </main>
    </Layout>,
  );
}

/** Several carriers use one number: the visitor says which, we never guess. */
export function carrierChoicePage({
  shell,
  trackingNumber,
  carriers,
}: {
  shell: Shell;
  trackingNumber: string;
  carriers: readonly { code: string; name: string }[];
}): string {
  const { t } = shell.words;
  return page(
    <Layout shell={shell} title={t('carrier.title')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('carrier.heading')}</h1>
        <p className="lead">
          {t('carrier.several')} <TrackingNumber number={trackingNumber} />
        </p>
        <ul className="choices">
          {carriers.map(({ code, name }) => (
            <li key={code}>
              <a
                className="button"
                href={`/track/${encodeURIComponent(trackingNumber)}?carrier=${encodeURIComponent(code)}`}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </main>
    </Layout>,
  );
}
