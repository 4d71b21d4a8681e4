const paths = {
  close: 'M6 6l12 12M18 6L6 18',
  search: 'M11 18a7 7 0 100-14 7 7 0 000 14zM20 20l-4-4',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  done: 'M5 12.5l4.5 4.5L19 7.5',
  out: 'M14 5h5v5M19 5l-8 8M17 14v5H5V7h5',
  back: 'M14 6l-6 6 6 6',
  columns: 'M4 5h16v14H4zM10 5v14M15 5v14',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  refresh: 'M19 8a8 8 0 10 1 4M20 3v5h-5',
  keyboard: 'M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M17 11h.01M8 15h8',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 20c1-4 4-6 8-6s7 2 8 6',
  attention: 'M12 4l9 16H3zM12 10v4m0 3v.01',
  parcel: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  order: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
} as const;

/** A small drawing beside words, or on a button that has a name. */
export function Glyph({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="glyph" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
