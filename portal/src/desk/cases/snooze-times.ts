/** Times until which a case is put aside, by the agent's own clock. */
export interface SnoozeTime {
  name: string;
  at: Date;
}

export function snoozeTimes(now: Date): SnoozeTime[] {
  const morning = (days: number) => {
    const at = new Date(now);
    at.setDate(at.getDate() + days);
    at.setHours(9, 0, 0, 0);
    return at;
  };
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const times = [
    { name: 'In 2 hours', at: new Date(now.getTime() + 2 * 3_600_000) },
    { name: 'Tomorrow at 9', at: morning(1) },
    { name: 'In 3 days at 9', at: morning(3) },
  ];
  // Tomorrow and "in three days" are Monday often enough.
  if (toMonday !== 1 && toMonday !== 3) times.push({ name: 'Monday at 9', at: morning(toMonday) });
  return times;
}
