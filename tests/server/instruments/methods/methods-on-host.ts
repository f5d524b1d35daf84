import type { Recorder } from '../../../../common/recorder';
import type { MethodFenceSample, MethodSample, Sample } from '../../../../common/sample';
import { instrumentMethods } from '../../../../server/instruments/methods/instrument-methods';
import type { fakeRecorder } from '../../../support/fake-recorder';
import { hostVersions } from '../../../support/host-versions';
import { aHost, type HostTarget, installOnWire } from '../../../support/instrumented-host';

export const calls = (samples: readonly Sample[]) =>
  samples.filter((sample): sample is MethodSample => sample.kind === 'method');
export const fences = (samples: readonly Sample[]) =>
  samples.filter((sample): sample is MethodFenceSample => sample.kind === 'method.fence');

export function installInto(target: HostTarget, recorder: Recorder) {
  const { server } = target.host.Meteor;
  const { session, probe } = target.classes;
  return installOnWire(target, recorder, (wire) =>
    instrumentMethods({ server, session, probe }, wire, recorder),
  );
}

export const install = (target: HostTarget, record: ReturnType<typeof fakeRecorder>) =>
  installInto(target, record.recorder);

/** Runs the tests that `define` makes on a fresh host of every release. */
export function onEveryHost(title: string, define: (target: () => HostTarget) => void): void {
  for (const version of hostVersions) {
    describe(`${title} on Meteor ${version}`, () => {
      let target: HostTarget;

      beforeEach(() => {
        target = aHost({ version });
      });
      afterEach(() => target.host.close());

      define(() => target);
    });
  }
}
