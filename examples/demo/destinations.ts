import { startNdjson } from './destinations/ndjson';
import { startOtlp } from './destinations/otlp';
import { startPrometheus } from './destinations/prometheus';

/** Calls of clients by method, as a place that batches went to counts them. */
export type CallsByMethod = Readonly<Record<string, number>>;

/** Somewhere the demo sends batches to, besides the backend that it reads. */
export interface Destination {
  /** What belongs into `Meteor.settings.radiant`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The app is up; what has to read it may start. */
  appStarted?(app: { readonly url: string }): Promise<void>;
  /** Waits until it has counted `atLeast` calls, or does not seem to get there. */
  calls(atLeast: number): Promise<CallsByMethod>;
  stop(): Promise<void>;
}

export const destinations = {
  prometheus: startPrometheus,
  otlp: startOtlp,
  ndjson: startNdjson,
} as const satisfies Record<string, () => Promise<Destination>>;

export type DestinationName = keyof typeof destinations;

export const destinationNames = Object.keys(destinations) as DestinationName[];
