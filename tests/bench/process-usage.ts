import { readdirSync, readFileSync } from 'node:fs';

/** CPU seconds used so far and resident bytes of a process; null where the system does not tell (only Linux does). */
export function usageOf(pid: number): { cpuSeconds: number; residentBytes: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // Fields 14 and 15 of proc(5), counted here from the third; a tick is 10 ms on every Linux that Node runs on.
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
      residentBytes: Number(resident ?? 0) * 1024,
    };
  } catch {
    return null;
  }
}

/** CPU seconds of a process and all its children: PostgreSQL forks one per connection. */
export function treeCpuSeconds(pid: number): number {
  const parents = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        parents.set(
          Number(name),
          Number(
            readFileSync(`/proc/${name}/stat`, 'utf8')
              .replace(/^.*\) /, '')
              .split(' ')[1],
          ),
        );
      } catch {
        // It ended meanwhile.
      }
    }
  } catch {
    return 0;
  }
  let total = usageOf(pid)?.cpuSeconds ?? 0;
  for (const [child, parent] of parents) if (parent === pid) total += usageOf(child)?.cpuSeconds ?? 0;
  return total;
}
