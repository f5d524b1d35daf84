/** Who sends: the process and the release it runs. Once per batch. */
export interface Resource {
  readonly service: string;
  /** development, staging, production ... */
  readonly environment: string;
  /** The app's release, or `unknown`. */
  readonly release: string;
  readonly host: string;
  /** Random, new with each start of the process. */
  readonly instance: string;
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly meteorRelease: string;
  readonly nodeVersion: string;
  readonly platform: 'galaxy' | 'mup' | 'kubernetes' | 'docker' | 'bare';
}
