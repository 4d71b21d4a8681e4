export type RegistrationState =
  | 'NEEDS_CARRIER'
  | 'QUEUED'
  | 'NEEDS_FACTS'
  | 'REGISTERED'
  | 'REFUSED'
  | 'STOPPED'
  | 'DELETED';
/** What the provider was told on somebody's word and has not done yet. */
export type RegistrationAction = 'RETRACK' | 'DELETE';
export type RegistrationCause = 'DELIVERY' | 'GRAPH' | 'BACK_FILL';

/** Higher goes first: what left lately or is about to; what left some days ago and is late or silent (at-risk.ts); the rest of what did. */
export const priorities = { live: 30, atRisk: 20, backFill: 10 } as const;

/** How far a registration is, as stored. */
export interface Standing {
  wanted: 'TRACKED' | 'STOPPED';
  state: RegistrationState;
  provider: string | null;
  /** The carrier it was registered with. */
  carrierCode: string | null;
  isByHand: boolean;
  cause: RegistrationCause;
  priority: number;
  /** It was sent, and what became of it is not known. */
  isAsked: boolean;
  pending: RegistrationAction | null;
}

/** What decides about a shipment's registration. */
export interface Case {
  /** Null: none so far. */
  standing: Standing | null;
  /** Null while not known. */
  carrierCode: string | null;
  /** At its end, or in the archive: nothing more is to be learned. */
  isOver: boolean;
  /** It serves a delivery that is not cancelled. */
  isServing: boolean;
  /** Somebody asks for it by name, now. */
  isByHand: boolean;
  /** When the goods left the warehouse, the last of its deliveries; null: not yet. */
  leftAt: Date | null;
  /** It is late, about to be, or silent (at-risk.ts). */
  isAtRisk: boolean;
  /** There are facts to be told: all that it stands waiting for, or some that were given to what is registered. */
  hasFacts: boolean;
}

export interface Policy {
  /** Goods that left longer ago are not registered for the first time: at the first load of an Odoo that would be its whole history. */
  maxAgeMs: number;
  /** Goods that left longer ago come behind everything live. */
  freshMs: number;
  /** Who shall track this carrier's parcels; null: nobody can. `isOff`: nobody is configured. */
  isOff: boolean;
  /** The provider has a name for this carrier. */
  knows: (provider: string, carrierCode: string) => boolean;
  providerFor: (carrierCode: string, except?: ReadonlySet<string>) => string | null;
}

/** What is to be stored; `job`: somebody has to talk to the provider. Null: nothing is wanted, or all is as it should be. */
export type Decision = { standing: Standing; job: boolean } | null;

/** Pure: the same case gives the same decision, however often and in whatever order the news came. */
export function decide(
  { standing, carrierCode, isOver, isServing, isByHand, leftAt, isAtRisk, hasFacts }: Case,
  policy: Policy,
  now: Date,
): Decision {
  const byHand = isByHand || (standing?.isByHand ?? false);
  const ageMs = leftAt === null ? 0 : now.getTime() - leftAt.getTime();
  const wanted = isServing || byHand ? 'TRACKED' : 'STOPPED';
  if (standing === null) {
    if (wanted === 'STOPPED' || isOver || (!byHand && ageMs > policy.maxAgeMs)) return null;
    const isOld = ageMs > policy.freshMs;
    return begin({
      wanted,
      isByHand: byHand,
      cause: isByHand ? 'GRAPH' : isOld ? 'BACK_FILL' : 'DELIVERY',
      priority: isOld ? priorities.backFill : priorities.live,
    });
  }
  // It is deleted whatever its deliveries say; who asks for it by name afterwards gets it registered anew, once it is gone.
  if (standing.pending === 'DELETE') {
    if (!isByHand || isOver || standing.wanted === 'TRACKED') return null;
    return { standing: { ...standing, wanted: 'TRACKED', isByHand: true, cause: 'GRAPH' }, job: true };
  }
  const next = { ...standing, wanted, isByHand: byHand } as const;
  switch (standing.state) {
    case 'REGISTERED': {
      const isOther = carrierCode !== null && carrierCode !== standing.carrierCode;
      // Its provider cannot be told the right carrier: it forgets the number, which then goes to one that can.
      if (isOther && !isOver && wanted === 'TRACKED' && !policy.knows(standing.provider as string, carrierCode))
        return { standing: { ...next, pending: 'DELETE' }, job: true };
      // What the shop cancelled is at its end for us, and not for the provider.
      const job = wanted === 'STOPPED' || ((isOther || hasFacts) && !isOver);
      return job || isChanged(next) ? { standing: next, job } : null;
    }
    case 'STOPPED':
      return wanted === 'TRACKED' && standing.wanted === 'STOPPED' && !isOver ? begin(next) : null;
    case 'DELETED':
      // Somebody had it deleted: only somebody brings it back.
      return isByHand && !isOver ? begin({ ...next, cause: 'GRAPH' }) : null;
    case 'QUEUED':
      // It may exist there: whoever does the job finds out.
      if (wanted === 'STOPPED' && !standing.isAsked) return { standing: { ...next, state: 'STOPPED' }, job: false };
      if (!standing.isAsked && carrierCode !== standing.carrierCode) return begin(next);
      // It became late, or silent, while it waited.
      if (!standing.isAsked && isAtRisk && standing.priority < priorities.atRisk) return begin(next);
      return isChanged(next) || standing.provider === null ? begin(next) : null;
    default:
      if (wanted === 'STOPPED') return { standing: { ...next, state: 'STOPPED' }, job: false };
      // Refused with one carrier, or without: another one is another try.
      if (carrierCode !== standing.carrierCode || isByHand || hasFacts) return begin(next);
      return isChanged(next) ? { standing: next, job: false } : null;
  }

  function begin(about: Pick<Standing, 'wanted' | 'isByHand' | 'cause' | 'priority'> & Partial<Standing>): Decision {
    // What may be at a provider is found out there, whatever else changed.
    const isAsked = (about.isAsked ?? false) && (about.provider ?? null) !== null;
    const provider = isAsked
      ? (about.provider as string)
      : carrierCode === null
        ? null
        : policy.providerFor(carrierCode);
    const begun: Standing = {
      wanted: about.wanted,
      // Refused without a provider: none of them knows this carrier.
      state: isAsked
        ? 'QUEUED'
        : carrierCode === null
          ? 'NEEDS_CARRIER'
          : provider === null && !policy.isOff
            ? 'REFUSED'
            : 'QUEUED',
      provider,
      carrierCode,
      isByHand: about.isByHand,
      cause: about.cause,
      priority: isAtRisk && !isAsked ? Math.max(about.priority, priorities.atRisk) : about.priority,
      isAsked,
      pending: null,
    };
    if (standing !== null && (Object.keys(begun) as (keyof Standing)[]).every((key) => begun[key] === standing[key]))
      return null;
    return { standing: begun, job: begun.state === 'QUEUED' && provider !== null };
  }

  function isChanged(after: Standing): boolean {
    return after.wanted !== standing?.wanted || after.isByHand !== standing.isByHand;
  }
}
