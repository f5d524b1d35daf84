import type { Recorder } from '../../../../common/recorder';
import type { PublicationSample, Sample } from '../../../../common/sample';
import { instrumentPublications } from '../../../../server/instruments/publications/instrument-publications';
import { fakeRecorder } from '../../../support/fake-recorder';
import { hostVersions } from '../../../support/host-versions';
import { aHost, type HostTarget, installOnWire } from '../../../support/instrumented-host';
import { type StubClient, stubClient } from '../../../support/stub-client';

/** `this` of a publish function, as far as the tests use it. */
export interface Publisher {
  readonly userId: string | null;
  added(collection: string, id: string, fields: object): void;
  changed(collection: string, id: string, fields: object): void;
  removed(collection: string, id: string): void;
  ready(): void;
  stop(): void;
  error(error: Error): void;
}

export const steps = (samples: readonly Sample[], name?: string) =>
  samples.filter(
    (sample): sample is PublicationSample =>
      sample.kind === 'publication' && (name === undefined || sample.name === name),
  );
export const stepNames = (samples: readonly Sample[], name?: string) =>
  steps(samples, name).map(({ step }) => step);

export const makeHost = (version: (typeof hostVersions)[number]) =>
  aHost({ version, without: ['accounts-base'] });

export function installInto(target: HostTarget, recorder: Recorder) {
  const { server } = target.host.Meteor;
  const { session, subscription, probe } = target.classes;
  return installOnWire(target, recorder, (wire) =>
    instrumentPublications({ server, session, subscription, probe }, wire, recorder),
  );
}

/** A fresh host of one release, and a recorder; made anew for each test. */
export interface OnHost {
  readonly target: HostTarget;
  readonly record: ReturnType<typeof fakeRecorder>;
  publish(name: string | null, handler: (this: Publisher, ...args: never[]) => unknown): void;
  connect(): StubClient;
  /** Subscribes, and waits until it is ready. */
  subscribe(client: StubClient, id: string, name: string): Promise<void>;
}

/** Runs the tests that `define` makes on a fresh host of every release. */
export function onEveryHost(title: string, define: (on: OnHost) => void): void {
  for (const version of hostVersions) {
    describe(`${title} on Meteor ${version}`, () => {
      let target: HostTarget;
      let record: ReturnType<typeof fakeRecorder>;

      beforeEach(() => {
        target = makeHost(version);
        record = fakeRecorder();
      });
      afterEach(() => target.host.close());

      define({
        get target() {
          return target;
        },
        get record() {
          return record;
        },
        publish: (name, handler) => target.host.Meteor.publish(name, handler as never),
        connect: () => stubClient(target.host.Meteor.server),
        async subscribe(client, id, name) {
          client.send({ msg: 'sub', id, name, params: [] });
          await client.until({ msg: 'ready', subs: [id] });
        },
      });
    });
  }
}
