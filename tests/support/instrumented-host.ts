import type { DdpWire } from '../../common/ddp';
import type { Recorder } from '../../common/recorder';
import { type Undo, undoable } from '../../common/undo';
import { type DdpClasses, findDdpClasses } from '../../server/hooks/ddp-classes';
import { observeDdpWire } from '../../server/instruments/ddp-wire';
import { createHost, type Host, type HostOptions } from '../host/host';

/** A host without a network, and Meteor's classes as the agent finds them. */
export function aHost(options: HostOptions): { readonly host: Host; readonly classes: DdpClasses } {
  const host = createHost(options);
  return { host, classes: findDdpClasses(host.Meteor.server) };
}

export type HostTarget = ReturnType<typeof aHost>;

/** Installs the wire, and what `install` puts on top of it. */
export function installOnWire(
  { host, classes }: HostTarget,
  recorder: Recorder,
  install: (wire: DdpWire) => Undo,
): Undo {
  const { session, probe } = classes;
  return undoable((defer) => {
    const observed = observeDdpWire({ session, probe, ddpCommon: host.DDPCommon }, recorder);
    defer(observed.undo);
    defer(install(observed.wire));
  });
}

/** Everything the DDP instruments may put hooks into. */
export function touchedObjects({ host, classes }: HostTarget): Record<string, object> {
  const { server } = host.Meteor;
  return {
    session: classes.session,
    'session.protocol_handlers': classes.session.protocol_handlers,
    subscription: classes.subscription,
    ddpCommon: host.DDPCommon,
    server,
    'server.prototype': Object.getPrototypeOf(server),
    'server.method_handlers': server.method_handlers,
    'server.publish_handlers': server.publish_handlers,
  };
}
