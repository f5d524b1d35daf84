/** Groups of documents; each client is subscribed to one of them. */
export const groups = 20;
export const docsPerGroup = 10;

/** Methods and publications that are there to make series. */
export const spareMethods = 500;
