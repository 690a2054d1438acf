import type { Request, RequestHandler, Response, Router } from 'express';
import { type BuiltFile, readBuiltFiles, sendBuilt } from './page-files.ts';

/** What the page may load and do: its own files and its own server, no inline code, no strings as code. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** The addresses that the page's own router knows. */
const ROUTES = [
  '/',
  '/b/:botId',
  '/bots',
  '/bots/:botId',
  '/c/:conversationId',
  '/learn',
  '/sign-in',
  '/sign-up',
  '/settings',
];
/** Where an unknown address is none of the page's: callers there read JSON. */
const NOT_PAGES = /^\/(\.well-known|api|assets|chat|chatkit|health|mcp|metrics|trpc|v1)(\/|$)/;

const ASSETS = '/assets/';
const FOREVER = 'public, max-age=31536000, immutable';
// What keeps its name is asked for anew before long: the embed script of pages that others have open, too.
const A_WHILE = 'public, max-age=300';

/** Mounts the built page (requirement G5). Nothing is mounted when there is none in the folder. */
export function mountPage(router: Router, folder: string): void {
  const files = new Map(readBuiltFiles(folder));
  const page = files.get('/index.html');
  if (page === undefined) return;
  files.delete('/index.html');

  router.get(ROUTES, (req, res) => sendPage(req, res, page));
  router.use(sendFiles(files));
  router.use((req, res, next) => {
    const isReading = req.method === 'GET' || req.method === 'HEAD';
    const isPerson = isReading && !NOT_PAGES.test(req.path) && req.accepts(['json', 'html']) === 'html';
    if (!isPerson) return next();
    // The page's router says in people's words that there is nothing here.
    sendPage(req, res.status(404), page);
  });
}

function sendPage(req: Request, res: Response, page: BuiltFile): void {
  res.setHeader('Content-Security-Policy', POLICY);
  // Its address stays and its content does not: it names the assets of the newest build.
  res.setHeader('Cache-Control', 'no-cache');
  sendBuilt(req, res, page);
}

const sendFiles =
  (files: ReadonlyMap<string, BuiltFile>): RequestHandler =>
  (req, res, next) => {
    const file = req.method === 'GET' || req.method === 'HEAD' ? files.get(req.path) : undefined;
    if (file === undefined) return next();
    // The name of an asset has the hash of its content.
    res.setHeader('Cache-Control', req.path.startsWith(ASSETS) ? FOREVER : A_WHILE);
    sendBuilt(req, res, file);
  };
