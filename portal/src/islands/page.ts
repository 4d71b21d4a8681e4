import '../styles/tokens.css';
import '../styles/page.css';
import { enhance } from './enhance.ts';
import { startLive } from './live.ts';
import { startOffline } from './offline.ts';
import { shrinkPhotos } from './photos.ts';

/** Everything works without this file; it only makes what stands there convenient and keeps it up to date. */
const main = document.getElementById('page');
if (main) {
  enhance(main);
  startLive(main);
  startOffline(main);
  shrinkPhotos(main);
}
