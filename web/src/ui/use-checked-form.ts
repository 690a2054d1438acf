import { type FormEvent, useState } from 'react';

type Values<Name extends string> = Record<Name, string>;
/** What is wrong with each field; null: nothing. */
type Problems<Name extends string> = Partial<Record<Name, string | null>>;

/** A form that is sent when each field passes its check; otherwise the first wrong one takes the focus. */
export function useCheckedForm<Name extends string>(
  checks: Record<Name, (value: string) => string | null>,
  send: (values: Values<Name>) => void,
): { problems: Problems<Name>; onSubmit: (event: FormEvent<HTMLFormElement>) => void } {
  const [problems, setProblems] = useState<Problems<Name>>({});
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const names = Object.keys(checks) as Name[];
    const values = Object.fromEntries(names.map((name) => [name, String(data.get(name))])) as Values<Name>;
    const found = Object.fromEntries(names.map((name) => [name, checks[name](values[name])]));
    setProblems(found as Problems<Name>);
    const wrong = names.find((name) => found[name] !== null);
    if (wrong === undefined) return send(values);
    form.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus();
  };
  return { problems, onSubmit };
}
