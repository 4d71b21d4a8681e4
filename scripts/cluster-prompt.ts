import { createInterface } from 'node:readline';
import {
  clusterHelp,
  instancesOf,
  readClusterCommand,
  restartInstance,
  rollingRestart,
  statusLines,
} from './cluster-commands.ts';
import type { RunningStack } from './run-stack.ts';

/** Takes commands from standard input, one at a time: typed, or written by a script. Its end is no command. */
export function readClusterCommands({
  stack,
  databaseUrl,
  say,
  quit,
}: {
  stack: RunningStack;
  databaseUrl: string;
  say: (line: string) => void;
  quit: () => void;
}): void {
  const ids = instancesOf(stack);
  let work = Promise.resolve();

  async function run(line: string): Promise<void> {
    const command = readClusterCommand(line, ids);
    if (command === null) return;
    if (typeof command === 'string') return say(command);
    switch (command.name) {
      case 'help':
        return clusterHelp.forEach(say);
      case 'status':
        return (await statusLines(stack, databaseUrl)).forEach(say);
      case 'restart':
        return say((await restartInstance(stack, command.id, 'SIGTERM')).sentence);
      case 'kill':
        return say((await restartInstance(stack, command.id, 'SIGKILL')).sentence);
      case 'roll':
        await rollingRestart(stack, ({ sentence }) => say(sentence));
        return say('all are restarted');
      case 'quit':
        return quit();
    }
  }
  say(`Commands (docs/cluster.md):\n${clusterHelp.map((line) => `  ${line}`).join('\n')}\n`);
  createInterface({ input: process.stdin }).on('line', (line) => {
    work = work.then(() => run(line)).catch((error: Error) => say(error.message));
  });
}
