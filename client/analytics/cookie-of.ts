import type { Browser } from './browser';

/** The value of a cookie, empty where there is none. Throws where the browser lets nobody look. */
export const cookieOf = ({ document }: Browser, key: string): string =>
  decodeURIComponent((`; ${document.cookie}`.split(`; ${key}=`)[1] || '').replace(/;.*/, ''));

/** Whether a key is that of an id: only these are in cookies. */
export const isId = (key: string): boolean => /_id$/.test(key);
