/** Order of work in the queue: live messages first, then what is sent through again, then what we read ourselves; apart from all our own channel. */
export const liveLane = 0;
export const replayLane = 1;
export const readLane = 2;
/** Those behind it are not messages of providers. */
export const lastLane = 4;
