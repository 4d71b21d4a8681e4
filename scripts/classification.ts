import { confusionMatrix, matrixLines } from '@milepost/tracking-subgraph/confusion-matrix';
import { codedTexts, sentences } from '@milepost/tracking-subgraph/labelled-texts';
import { runCommand, say } from './installation.ts';

/** Prints how well the rules for carriers' words read texts whose reason is known (docs/cases.md). */
await runCommand(async () => {
  const lines = [
    ...matrixLines('Sentences the rules were written by', confusionMatrix(sentences('labelled'))),
    ...matrixLines('Sentences held out', confusionMatrix(sentences('held-out'))),
    ...matrixLines('Texts beside a code in samples and journeys', confusionMatrix(codedTexts())),
  ];
  say(lines.join('\n'));
});
