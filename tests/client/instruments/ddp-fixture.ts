import { connection } from '../../../client/instruments/connection';
import { createDdpNotes } from '../../../client/instruments/ddp-notes';
import { methods } from '../../../client/instruments/methods';
import { stubs } from '../../../client/instruments/stubs';
import { subscriptions } from '../../../client/instruments/subscriptions';
import type { SlowCall, TimingsRecorder } from '../../../common/analytics/timings';
import type { Dims, MetricName } from '../../../common/metrics';
import { undoable } from '../../../common/undo';
import { openTab, type Tab, type TabOptions } from '../../host/client/fixture';
import { createHost, type Host } from '../../host/host';
import type { HostVersion } from '../../host/meteor/versions';
import { fakeFeatureClient } from '../../support/fake-feature-client';

/** Prototype methods, own properties, and sessions that are resumed. */
export const versions: readonly HostVersion[] = ['3.0.4', '3.1.2', '3.4.1', '3.5'];

/** A recorder that keeps what it is given. */
export function keptTimings() {
  const times: Array<{ readonly metric: MetricName; readonly dims: Dims; readonly value: number }> =
    [];
  const counts: Array<{ readonly metric: MetricName; readonly dims: Dims }> = [];
  const calls: SlowCall[] = [];
  const timings: TimingsRecorder = {
    time: (metric, dims, value) => void times.push({ metric, dims, value }),
    count: (metric, dims) => void counts.push({ metric, dims }),
    call: (call) => void calls.push(call),
  };
  const valuesOf = (metric: MetricName, name?: string) =>
    times
      .filter(
        (one) =>
          one.metric === metric && (name === undefined || Object.values(one.dims).includes(name)),
      )
      .map(({ value }) => value);
  const callsOf = (kind: SlowCall['kind']) => calls.filter((call) => call.kind === kind);
  return { timings, times, counts, callsOf, valuesOf };
}

/** A host with an app, and what opens tabs of it. */
export async function startApp(version: HostVersion) {
  const host = createHost({ version, latencyMs: 0, log: () => {} });
  const gates: Array<() => void> = [];
  const items = new host.Mongo.Collection('items');
  host.Meteor.methods({
    double: (n: number) => n * 2,
    refuse() {
      throw new host.Meteor.Error('refused', 'the reason', { secret: 1 });
    },
    add: async (text: string) => items.insertAsync({ text }),
    gate: () => new Promise<void>((resolve) => gates.push(resolve)),
  });
  host.Meteor.publish('items', () => items.find({}));
  host.Meteor.publish('never', () => {});
  host.Meteor.publish('refused', () => {
    throw new host.Meteor.Error('not-allowed');
  });
  const { url } = await host.listen();
  const tabs: Tab[] = [];

  return {
    host,
    /** Lets the calls of `gate` return that came so far. */
    open: () => {
      for (const open of gates) open();
    },
    waiting: () => gates.length,
    tab(options?: TabOptions): Tab {
      const tab = openTab(version, url, options);
      tabs.push(tab);
      return tab;
    },
    async close(): Promise<void> {
      for (const open of gates) open();
      for (const tab of tabs) tab.close();
      await host.close();
    },
  };
}

export type App = Awaited<ReturnType<typeof startApp>>;

export const isConnected = ({ Meteor, Tracker }: Tab) =>
  Tracker.nonreactive(() => Meteor.status().connected);

/** The features that watch DDP, on a tab. Those that are loaded later come with `load`. */
export function watchDdp(tab: Tab, { now = true }: { readonly now?: boolean } = {}) {
  const fake = fakeFeatureClient({ real: true });
  const kept = keptTimings();
  const target = tab.Meteor.connection;
  const { notes, feature } = createDdpNotes({
    connection: target,
    isConnected: () => isConnected(tab),
  });
  const undoNotes = feature.install(fake.client);
  const load = () =>
    undoable((defer) => {
      const status = (changed: Parameters<Parameters<typeof connection>[0]['watchStatus']>[0]) => {
        const computation = tab.Tracker.autorun(() => changed({ ...tab.Meteor.status() }));
        return () => computation.stop();
      };
      for (const one of [
        methods(target, notes, kept.timings),
        stubs(target, kept.timings),
        subscriptions(target, notes, kept.timings),
        connection({ connection: target, watchStatus: status }, notes, kept.timings),
      ]) {
        defer(one.install(fake.client));
      }
    });
  let undo = now ? load() : () => {};
  return {
    ...fake,
    ...kept,
    load: () => {
      undo = load();
    },
    undo: () => {
      undo();
      undoNotes();
    },
  };
}

export type Watched = ReturnType<typeof watchDdp>;
export type { Host };
