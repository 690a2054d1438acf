import { useSearchParams } from 'wouter';

/** Where to go after signing in: where one was before, if that is a place on this page. */
export function useReturnAddress(): { returnTo: string; carry: (door: string) => string } {
  const [parameters] = useSearchParams();
  const next = URL.parse(parameters.get('next') ?? '/', location.origin);
  // Two slashes would begin the name of a host.
  const returnTo = next?.origin === location.origin ? next.pathname.replace(/^\/+/, '/') : '/';
  return {
    returnTo,
    /** The address of another door, from which one returns to the same place. */
    carry: (door) => (returnTo === '/' ? door : `${door}?next=${encodeURIComponent(returnTo)}`),
  };
}
