import { createSecretKey } from 'node:crypto';
import type { RequestHandler } from 'express';
import jwt from 'jsonwebtoken';
import { readSetting } from '../setting.ts';

const key = createSecretKey(Buffer.from(readSetting('JWT_SECRET')));

/** Reads the token and leaves the user's id in `res.locals`. */
export const authenticate: RequestHandler = (req, res, next) => {
  try {
    const claims = jwt.verify(req.headers.authorization?.slice('Bearer '.length) ?? '', key, {
      algorithms: ['HS256'],
    });
    res.locals['userId'] = claims.sub;
  } catch {
    res.status(401).json({ error: 'unauthorized' });
    return;
  }
  next();
};
