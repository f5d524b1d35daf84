import type { NextFunction, Request, Response } from 'express';

/**
 * Takes the path of `ROOT_URL` off the URLs of requests. What does not lie
 * under it is unknown, but for the two files that browsers ask for at the root.
 */
export function stripPathPrefix(prefix: string) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const [pathname = '/', search] = req.url.split('?');
    if (prefix && isUnder(prefix, pathname)) {
      const rest = pathname.slice(prefix.length).replace(/^\/*/, '/');
      req.url = search === undefined ? rest : `${rest}?${search}`;
      next();
    } else if (prefix && !isRootFile(pathname)) {
      res.writeHead(404);
      res.end('Unknown path');
    } else next();
  };
}

function isUnder(prefix: string, pathname: string): boolean {
  return pathname === prefix || pathname.startsWith(`${prefix}/`);
}

/** Files that are asked for wherever the app lives. */
export function isRootFile(pathname: string): boolean {
  return pathname === '/favicon.ico' || pathname === '/robots.txt';
}
