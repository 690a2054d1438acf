import { useSearchParams } from 'wouter';

/** Where to go after signing in: where one was before, if that is a place on this page. */
export function useReturnAddress(): { returnTo: string; carry: (door: string) => string } {
  const [parameters] = useSearchParams();
  const asked = parameters.get('next') ?? '/';
  const { origin, pathname } = new URL(asked, location.origin);
  const returnTo = origin === location.origin ? pathname : '/';
  return {
    returnTo,
    /** The address of another door, from which one returns to the same place. */
    carry: (door) => (returnTo === '/' ? door : `${door}?next=${encodeURIComponent(returnTo)}`),
  };
}
