import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import styles from './layout.module.css';
import { leastWidth, mostWidth, panelWidth, withinWidth } from './panel-width.ts';

const stepRem = 2;
const remPixels = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/** At the edge of the list, beside the panel: moved with arrow keys or a pointer; Enter or two clicks bring back what was at first. */
export function PanelDivider() {
  const divider = useRef<HTMLDivElement>(null);
  const width = panelWidth.use();
  const isRightToLeft = () => getComputedStyle(divider.current as Element).direction === 'rtl';
  /** What stands there now, also where nobody chose it. */
  const current = () => {
    const panel = divider.current?.parentElement?.nextElementSibling as HTMLElement | null;
    return panel ? panel.offsetWidth / remPixels() : leastWidth;
  };

  function onKeyDown(event: KeyboardEvent): void {
    const wider = isRightToLeft() ? 'ArrowRight' : 'ArrowLeft';
    const narrower = isRightToLeft() ? 'ArrowLeft' : 'ArrowRight';
    const moves: Record<string, () => number | null> = {
      [wider]: () => withinWidth(current() + stepRem),
      [narrower]: () => withinWidth(current() - stepRem),
      Home: () => leastWidth,
      End: () => mostWidth,
      Enter: () => null,
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (!move) return;
    event.preventDefault();
    panelWidth.set(move());
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const all = document.documentElement.clientWidth;
    const pixels = isRightToLeft() ? event.clientX : all - event.clientX;
    panelWidth.set(withinWidth(pixels / remPixels()));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between two parts that can be moved is no hr
    <div
      ref={divider}
      className={styles['divider']}
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuemin={leastWidth}
      aria-valuemax={mostWidth}
      aria-valuenow={width ?? 38}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => panelWidth.set(null)}
    />
  );
}
