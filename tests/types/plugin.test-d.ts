import type { CorePlugin } from '@segment/analytics-core';
import type { Plugin } from '@segment/analytics-next';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';

/** Ours is one of Segment's, whichever of its clients it is registered on. */
export const inCore = (plugin: AnalyticsPlugin): CorePlugin => plugin;
export const inNext = (plugin: AnalyticsPlugin): Plugin => plugin;
