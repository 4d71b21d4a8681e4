import { rememberStaff, requireStaff } from '../case/staff.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { DeskChangeView } from './desk-feed.ts';
import { decodeMark, encodeMark } from './mark.ts';

export const deskResolvers = {
  Subscription: {
    deskChanged: {
      async subscribe(_root, { after, lookingAt }, { deskFeed, sql, viewer }) {
        requireStaff(viewer);
        const mark = after ? decodeMark(after) : null;
        const staffId = await rememberStaff(sql, viewer);
        return deskFeed.subscribe(viewer, staffId, { after: mark, lookingAt: lookingAt ?? [] });
      },
      resolve: (change: DeskChangeView) => change,
    },
  },
  DeskChange: { mark: ({ seen }) => encodeMark(seen) },
} satisfies Resolvers;
