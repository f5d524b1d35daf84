/** Vite puts style sheets into the build; there is nothing in them to import. */
declare module '*.css';
