import type { ClientVersion } from '../client/environment';
import type { StaticFile } from '../webapp/static-files';

/** The client of an app, bundled: what its page loads. */
export interface ClientProgram {
  readonly head: string;
  readonly body: string;
  /** By their path under the root of the app, in the order in which the page loads them. */
  readonly files: Readonly<Record<string, StaticFile>>;
  readonly version: ClientVersion;
}
