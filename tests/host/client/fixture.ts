import type { HostVersion } from '../meteor/versions';
import { type Client, createClient, type OptionalClientPackage } from './create-client';
import type { ClientStorage } from './environment';
import { createNodeEnvironment, type NodeEnvironment } from './node-environment';

export interface Tab extends Client {
  readonly environment: NodeEnvironment;
  /** Frames that went out, parsed, oldest first. */
  readonly sent: ReadonlyArray<Record<string, unknown>>;
  readonly printed: readonly string[];
}

export interface TabOptions {
  readonly localStorage?: ClientStorage;
  readonly sessionStorage?: ClientStorage;
  readonly hash?: string;
  readonly without?: readonly OptionalClientPackage[];
  readonly onReload?: () => void;
  readonly config?: Record<string, unknown>;
}

/** A tab of a browser that has the app at `url` open. */
export function openTab(version: HostVersion, url: string, options: TabOptions = {}): Tab {
  const { without = [], ...given } = options;
  const printed: string[] = [];
  const print = (...args: unknown[]) => {
    printed.push(args.map(String).join(' '));
  };
  const environment = createNodeEnvironment({
    ...{ url, ...given },
    console: { log: print, warn: print, error: print },
  });
  const client = createClient({ version, environment, without });
  const sent: Record<string, unknown>[] = [];
  const { _stream } = client.Meteor.connection;
  const send = _stream.send.bind(_stream);
  _stream.send = (text) => {
    if (_stream.currentStatus.connected) sent.push(JSON.parse(text));
    send(text);
  };
  return { ...client, environment, sent, printed };
}
