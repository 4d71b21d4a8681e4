declare module 'idiomorph/dist/idiomorph.esm.js' {
  export const Idiomorph: {
    morph(
      old: Node,
      next: Node | string,
      options?: {
        morphStyle?: 'innerHTML' | 'outerHTML';
        callbacks?: {
          beforeNodeMorphed?: (old: Node, next: Node) => boolean;
          beforeAttributeUpdated?: (name: string, node: Element, kind: 'update' | 'remove') => boolean;
        };
      },
    ): Node[];
  };
}
declare module '*.css';
