/** The version of this package; a gate compares it with package.js and the changelog. */
export const version = '0.1.0';
