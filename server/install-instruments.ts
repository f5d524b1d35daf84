import type { DdpSession, DdpWire } from '../common/ddp';
import type { LogLevel } from '../common/log-entry';
import type { Recorder } from '../common/recorder';
import { type ArgsOptions, argsOfCall } from '../common/redact/args-for-trace';
import { checkDdpFlow } from './hooks/check-ddp-flow';
import { findDdpClasses, type ProbeSession } from './hooks/ddp-classes';
import type { HookRegistry } from './hooks/hook-registry';
import { awaitDdpClasses, type MessageSource } from './hooks/late-ddp-classes';
import { functionsOf } from './hooks/shape';
import { installErrors } from './install-errors';
import { installFacts, tapGauge } from './install-facts';
import { installHttp } from './install-http';
import { type InstalledJobs, installJobs } from './install-jobs';
import { installMongo } from './install-mongo';
import { installPackages, type LatePackages } from './install-packages';
import { type DdpWireTarget, observeDdpWire } from './instruments/ddp-wire';
import type { HttpClientOptions } from './instruments/http-client/instrument-http-client';
import type { HttpServerOptions } from './instruments/http-server/target';
import { instrumentMethods, type MethodTarget } from './instruments/methods/instrument-methods';
import { instrumentProcess } from './instruments/process/instrument-process';
import { instrumentPublications } from './instruments/publications/instrument-publications';
import type { PublicationServer, PublicationTarget } from './instruments/publications/target';
import { instrumentSessions, type SessionServer } from './instruments/sessions';

/** Meteor's internals, unchecked: whatever is missing switches one hook off. */
export interface MeteorInternals {
  /** `Meteor.server`. */
  readonly server: unknown;
  /** `DDPCommon` of the package ddp-common. */
  readonly ddpCommon: unknown;
  /** `MongoInternals` of the package mongo; undefined in apps without Mongo. */
  readonly mongoInternals?: unknown;
  /** `Mongo` of the same package. */
  readonly mongo?: unknown;
  /** `LocalCollection` of the package minimongo. */
  readonly localCollection?: unknown;
  /** `Facts` of the package facts-base; undefined in apps without it. */
  readonly facts?: unknown;
  /** `Meteor`, for the errors it writes to its log. */
  readonly meteor?: unknown;
  /** `Log` of the package logging; undefined in apps without it. */
  readonly log?: unknown;
  /** Node's `process` and `console`; without them, neither is watched. */
  readonly process?: unknown;
  readonly console?: unknown;
  /** `WebApp` of the package webapp; undefined in apps without it. */
  readonly webApp?: unknown;
  /** The path of `ROOT_URL`, without a slash at its end. */
  readonly rootPath?: string | undefined;
  /** Where packages of the app that may load late are found. */
  readonly packages?: LatePackages | undefined;
}

export interface InstrumentOptions {
  readonly instruments: {
    readonly methods: boolean;
    readonly publications: boolean;
    readonly sessions: boolean;
    readonly observers: boolean;
    readonly mutations: boolean;
    readonly database: boolean;
    readonly streams: boolean;
    readonly httpServer: boolean;
    readonly httpClient: boolean;
    readonly errors: boolean;
    readonly process: boolean;
    readonly email: boolean;
    readonly jobs: boolean;
  };
  readonly logs: 'off' | LogLevel;
  readonly traces: HttpServerOptions & HttpClientOptions & ArgsOptions;
  readonly api: { readonly path: string };
  readonly collector: { readonly path: string };
  readonly dashboard: { readonly path: string };
  readonly eventLoopResolutionMs: number;
}

/** Puts all wanted instruments in; each reports to `hooks` by itself. */
export function installInstruments(
  meteor: MeteorInternals,
  options: InstrumentOptions,
  hooks: HookRegistry,
  recorder: Recorder,
): Installed {
  const { instruments } = options;
  const subscriptions = tapGauge(recorder, 'publication.active');
  if (instruments.methods || instruments.publications) {
    installDdp(meteor, options, hooks, recorder, subscriptions.recorder);
  }
  if (instruments.sessions) {
    hooks.install('sessions', () =>
      instrumentSessions(
        functionsOf<SessionServer>(meteor.server, ['onConnection'], 'Meteor.server'),
        recorder,
      ),
    );
  }
  const observers = installMongo(meteor, options, hooks, recorder);
  installHttp(meteor, options, hooks, recorder);
  installErrors(meteor, options, hooks, recorder);
  if (instruments.process) {
    hooks.install('process', () => instrumentProcess(recorder, options));
  }
  installFacts(meteor, options, hooks, recorder, { observers, subscriptions });
  const jobs = instruments.jobs ? installJobs(hooks, recorder) : undefined;
  if (meteor.packages) installPackages(meteor.packages, options, hooks, recorder, jobs);
  return { jobs };
}

/** What of the instruments the app itself calls. */
export interface Installed {
  /** Undefined when jobs are not recorded. */
  readonly jobs: InstalledJobs | undefined;
}

type SessionPrototype = DdpSession & PublicationTarget['session'];

function installDdp(
  meteor: MeteorInternals,
  { instruments, traces }: InstrumentOptions,
  hooks: HookRegistry,
  recorder: Recorder,
  forPublications: Recorder,
): void {
  function onSession(session: SessionPrototype, probe?: ProbeSession): DdpWire | undefined {
    let wire: DdpWire | undefined;
    hooks.install('messages', () => {
      const ddpCommon = functionsOf<DdpWireTarget['ddpCommon']>(
        meteor.ddpCommon,
        ['stringifyDDP'],
        'DDPCommon',
      );
      const observed = observeDdpWire({ session, ddpCommon, probe }, recorder);
      wire = observed.wire;
      return observed.undo;
    });
    const observed = wire;
    if (!observed || !instruments.methods) return observed;
    hooks.install('methods', () => {
      const server = functionsOf<MethodTarget['server']>(
        meteor.server,
        ['applyAsync'],
        'Meteor.server',
      );
      return instrumentMethods({ server, session, probe }, observed, recorder, argsOfCall(traces));
    });
    return observed;
  }

  function onSubscription(
    session: SessionPrototype,
    subscription: PublicationTarget['subscription'],
    wire: DdpWire | undefined,
    probe?: ProbeSession,
  ): void {
    if (!wire || !instruments.publications) return;
    hooks.install('publications', () => {
      const server = functionsOf<PublicationServer>(
        meteor.server,
        ['getPublicationStrategy'],
        'Meteor.server',
      );
      return instrumentPublications(
        { server, session, subscription, probe },
        wire,
        forPublications,
      );
    });
  }

  try {
    const { session, subscription, probe } = findDdpClasses(meteor.server);
    const wire = onSession(session, probe);
    onSubscription(session, subscription, wire, probe);
    checkFlow(probe, hooks, instruments);
  } catch (error) {
    installLate(error instanceof Error ? error.message : String(error));
  }

  /** Meteor gives no session of our own away: wait for the first live ones. */
  function installLate(why: string): void {
    const reason = `${why}; what came before the first message is not measured`;
    let found: { session: SessionPrototype; wire: DdpWire | undefined } | undefined;
    hooks.install('messages', () =>
      awaitDdpClasses(functionsOf<MessageSource>(meteor.server, ['onMessage'], 'Meteor.server'), {
        session(session) {
          found = { session, wire: onSession(session) };
          if (found.wire) hooks.set('messages', 'degraded', reason);
        },
        subscription(subscription) {
          if (!found) return;
          onSubscription(found.session, subscription, found.wire);
          if (instruments.publications) hooks.set('publications', 'degraded', reason);
        },
      }),
    );
    if (hooks.status().messages?.state === 'ok') hooks.set('messages', 'degraded', reason);
  }
}

function checkFlow(
  probe: ProbeSession,
  hooks: HookRegistry,
  wanted: InstrumentOptions['instruments'],
): void {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  checkDdpFlow(probe, turn)
    .catch((error: unknown) => String(error))
    .then((wrong) => {
      if (wrong === undefined) return;
      for (const name of ['methods', 'publications'] as const) {
        if (wanted[name]) hooks.set(name, 'degraded', wrong);
      }
    });
}
