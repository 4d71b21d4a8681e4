/** Order of work in the queue: live messages first, then what is sent through again, apart from both our own channel. */
export const liveLane = 0;
export const replayLane = 1;
