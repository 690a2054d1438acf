/** Tells password managers whose password it is; people know. */
export function UserName({ email }: { email: string }) {
  return <input hidden readOnly type="text" autoComplete="username" value={email} />;
}
