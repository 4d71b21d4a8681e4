import { renderToStaticMarkup } from 'react-dom/server';

/** A whole document as text. */
export const page = (element: React.ReactElement): string => `<!doctype html>${renderToStaticMarkup(element)}`;
