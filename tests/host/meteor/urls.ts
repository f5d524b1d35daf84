export interface AbsoluteUrlOptions {
  rootUrl?: string | undefined;
  secure?: boolean;
  replaceLocalhost?: boolean;
}

/** `Meteor.absoluteUrl`: the address of a path in this app. */
export interface AbsoluteUrl {
  (path?: string | AbsoluteUrlOptions, options?: AbsoluteUrlOptions): string;
  readonly defaultOptions: AbsoluteUrlOptions;
}

/** Builds addresses under `rootUrl`; its options can be overridden per call. */
export function absoluteUrl(rootUrl: string | undefined): AbsoluteUrl {
  const defaultOptions: AbsoluteUrlOptions = { rootUrl };

  function build(path?: string | AbsoluteUrlOptions, options?: AbsoluteUrlOptions): string {
    if (typeof path === 'object') return build(undefined, path);
    return urlUnder({ ...defaultOptions, ...options }, path ?? '');
  }

  return Object.assign(build, { defaultOptions });
}

function urlUnder({ rootUrl, secure, replaceLocalhost }: AbsoluteUrlOptions, path: string): string {
  if (!rootUrl) {
    throw new Error('Must pass options.rootUrl or set ROOT_URL in the server environment');
  }
  const root = /^https?:\/\//i.test(rootUrl) ? rootUrl : `http://${rootUrl}`;
  const url = `${root.replace(/\/*$/, '/')}${path.replace(/^\/+/, '')}`;
  if (secure && !/^http:\/\/(localhost|127\.0\.0\.1)[/:]/.test(url)) {
    return url.replace(/^http:/, 'https:');
  }
  return replaceLocalhost ? url.replace(/^http:\/\/localhost([:/])/, 'http://127.0.0.1$1') : url;
}

/** What the path of `ROOT_URL` puts before every path, without a slash at the end. */
export function rootPath(rootUrl: string | undefined): string {
  return rootUrl ? new URL(rootUrl).pathname.replace(/\/$/, '') : '';
}
