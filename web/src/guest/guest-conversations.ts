import { useMemo, useSyncExternalStore } from 'react';
import { parseStored } from '../storage/parse-stored.ts';
import { storage } from '../storage/storage.ts';

/** A conversation that was begun without signing in: whoever knows its id can read it. */
export interface GuestConversation {
  id: string;
  /** null until it is known. */
  title: string | null;
  updatedAt: number;
}

const key = 'parlance.guest-conversations';
const most = 50;
const listeners = new Set<() => void>();

/** Puts a conversation first among those that this browser remembers. */
export function rememberGuestConversation(id: string, title?: string | null): void {
  const before = read(storage.getItem(key));
  const known = before.find((one) => one.id === id);
  const entry = { id, title: title ?? known?.title ?? null, updatedAt: Date.now() };
  write([entry, ...before.filter((one) => one.id !== id)].slice(0, most));
}

/** Notes the title of a conversation that is remembered, where it stands. */
export function titleGuestConversation(id: string, title: string): void {
  const before = read(storage.getItem(key));
  if (before.every((one) => one.id !== id || one.title === title)) return;
  write(before.map((one) => (one.id === id ? { ...one, title } : one)));
}

export function forgetGuestConversation(id: string): void {
  write(read(storage.getItem(key)).filter((one) => one.id !== id));
}

/** The conversations that this browser remembers, newest first. */
export function useGuestConversations(): GuestConversation[] {
  const text = useSyncExternalStore(subscribe, () => storage.getItem(key));
  return useMemo(() => read(text), [text]);
}

function write(conversations: GuestConversation[]): void {
  storage.setItem(key, JSON.stringify(conversations));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

function read(text: string | null): GuestConversation[] {
  const value = parseStored(text);
  return Array.isArray(value) ? value.filter(isGuestConversation) : [];
}

function isGuestConversation(value: unknown): value is GuestConversation {
  if (typeof value !== 'object' || value === null) return false;
  const { id, title, updatedAt }: Partial<Record<keyof GuestConversation, unknown>> = value;
  return (
    typeof id === 'string' && (title === null || typeof title === 'string') && Number.isFinite(updatedAt)
  );
}
