import type { NextFunction, Request, Response } from 'express';

/** A file of the client's, as the manifest of a bundle has it; these here are in memory. */
export interface StaticFile {
  readonly content: string;
  readonly type?: 'js' | 'css' | 'json';
  readonly hash?: string;
}

/** By architecture and path. */
export type StaticFiles = Record<string, Record<string, StaticFile> | undefined>;

const contentTypes = {
  js: 'application/javascript; charset=UTF-8',
  css: 'text/css; charset=UTF-8',
  json: 'application/json; charset=UTF-8',
} as const;

/** Answers with the client's files, and goes on a turn later where there is none: a program may be paused. */
export function serveStaticFiles(filesByArch: () => StaticFiles, arch: string) {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    await undefined;
    const [pathname = '/'] = req.url.split('?');
    const files = filesByArch()[arch];
    const file = files && Object.hasOwn(files, pathname) ? files[pathname] : undefined;
    if (!file) next();
    else if (req.method === 'GET' || req.method === 'HEAD') send(file, res);
    else refuse(req, res);
  };
}

function send({ content, type, hash }: StaticFile, res: Response): void {
  if (type) res.setHeader('Content-Type', contentTypes[type]);
  if (hash) res.setHeader('ETag', `"${hash}"`);
  res.setHeader('Content-Length', Buffer.byteLength(content));
  res.end(content);
}

function refuse(req: Request, res: Response): void {
  const status = req.method === 'OPTIONS' ? 200 : 405;
  res.writeHead(status, { Allow: 'OPTIONS, GET, HEAD', 'Content-Length': '0' });
  res.end();
}
