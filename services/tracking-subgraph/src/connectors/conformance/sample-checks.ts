import assert from 'node:assert/strict';
import { cleanNumber } from '@milepost/service-kit';
import { type Folded, fold } from '../../fact/fold.ts';
import { crosswalkOf } from '../../taxonomy/taxonomy.ts';
import { wrongNames } from './profile.ts';
import type { Sample, Subject } from './samples.ts';
import { bytesOf, scansOf, tell, tellIfUsable, usable } from './told.ts';

/** Every message on disk is in the manifest, and what the connector is called is what its folder and its tables are called. */
export function checkManifest(subject: Subject): void {
  const { connector, profile, manifestProvider, samples, files } = subject;
  assert.equal(manifestProvider, connector.provider, 'fixtures/<provider>/manifest.json is about this provider');
  assert.deepEqual(samples.map(({ file }) => file).sort(), [...files].sort(), 'the manifest covers the files');
  assert.deepEqual(wrongNames(profile), []);
  const { length } = crosswalkOf(connector.provider);
  assert.ok(
    length === 1 || length === 2,
    'taxonomy.json has a table of main codes, and one of finer codes before it if there are any',
  );
}

/** Maps and folds to what the manifest says. Words that nobody knows here fail: they need a check first. */
export function checkSample(subject: Subject, sample: Sample): void {
  if (!sample.isAccepted) return; // nobody reads it
  const { connector, samples } = subject;
  const { tracking, shipment, events } = sample.expected;
  assert.ok(shipment !== undefined, `${sample.file}: the manifest does not say what becomes of the shipment`);
  if (typeof shipment === 'string') {
    const check = inWords[shipment];
    assert.ok(check, `"${shipment}" is an expectation that no check knows`);
    check(subject, sample);
    return;
  }

  const [told, ...more] = tell(connector, sample.body);
  assert.ok(told && more.length === 0, `${sample.file} tells of one tracking`);
  assert.equal(told.number, cleanNumber(tracking as string), 'its number');
  if (shipment === null) return; // nobody registered the number; that nothing comes of it is the business of the inbox
  const before = samples.filter(({ file }) => file === sample.after);
  const facts = [...before, sample].flatMap((each) => factsOf(subject, each));
  const { state, events: timeline } = fold(facts);
  assert.partialDeepStrictEqual(state, stateSaid(shipment));
  const scans = new Set(scansOf(facts).map(({ scan }) => scan));
  assert.equal(timeline.filter(({ key }) => scans.has(key)).length, events, 'how many scans are known');
  const changes = timeline.filter(({ milestone }) => milestone === 'ETA_CHANGED');
  assert.equal(changes.length, shipment['etaChangedFrom'] === undefined ? 0 : 1, 'how often the estimate changed');
}

/** What a manifest says of a shipment, in the names of its state. */
export function stateSaid(shipment: Record<string, unknown>) {
  const says = (name: string) => shipment[name] !== undefined;
  return {
    status: shipment['status'],
    milestone: shipment['milestone'],
    direction: shipment['direction'],
    ...(says('reason') && { reason: shipment['reason'] }),
    ...(says('delayed') && { isDelayed: shipment['delayed'] }),
    ...(says('eta') && { estimate: { latest: shipment['eta'] } }),
    ...(says('packages') && { packageCount: shipment['packages'] }),
    ...((says('signedBy') || says('proofOfDelivery')) && {
      proof: {
        ...(says('signedBy') && { signedBy: shipment['signedBy'] }),
        ...(says('proofOfDelivery') && { documentCount: shipment['proofOfDelivery'] }),
      },
    }),
  };
}

const inWords: Readonly<Record<string, (subject: Subject, sample: Sample) => void>> = {
  unchanged: changesNothing,
  'status unchanged': changesNothing,
  'must not be trusted without a second proof': isNoProof,
};

/** What is only a hint was read back from the API before it counts, and the API says the same. */
function factsOf({ connector, profile }: Subject, { body }: Sample) {
  const pushed = tell(connector, body);
  if (!connector.needsPathToken || !profile.asRead) return pushed.flatMap(({ facts }) => facts);
  const read = tell(connector, bytesOf(profile.asRead(JSON.parse(body.toString()))), { route: 'read' });
  return [...pushed, ...read].flatMap(({ facts }) => facts);
}

/** Alone it is no news, and after any other message about the same number neither. */
function changesNothing(subject: Subject, sample: Sample): void {
  const { connector } = subject;
  const facts = tellIfUsable(connector, sample.body).flatMap((told) => told.facts);
  assert.equal(fold(facts).events.length, 0, `${sample.file} adds nothing to a timeline`);
  const number = cleanNumber(sample.expected.tracking ?? '');
  for (const other of usable(subject)) {
    if (other.number !== number) continue;
    const before = tell(connector, other.sample.body).flatMap((told) => told.facts);
    assert.deepEqual(wordOf(fold([...before, ...facts])), wordOf(fold(before)), `${sample.file}, ${other.sample.file}`);
  }
}

const wordOf = ({ state, events }: Folded) => ({
  status: state.status,
  milestone: state.milestone,
  reason: state.reason,
  events: events.length,
});

/** A signature that does not cover the body: the address needs a secret, and an end that it tells of is marked. */
function isNoProof({ connector }: Subject, sample: Sample): void {
  assert.ok(connector.needsPathToken, `${sample.file}: the address must end in a secret`);
  const scans = scansOf(tell(connector, sample.body).flatMap(({ facts }) => facts));
  for (const { status, isUnconfirmed } of scans)
    if (status === 'DELIVERED' || status === 'RETURNED' || status === 'CANCELLED')
      assert.equal(isUnconfirmed, true, `${sample.file}: ${status} is unconfirmed`);
}
