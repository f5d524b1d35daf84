/** The server code of an app that has none. */
export {};
