import { FieldFrame } from './field-frame.tsx';

interface SelectFieldProps<Option extends string> {
  label: string;
  options: readonly Option[];
  names: Record<Option, string>;
  value: Option;
  onChange: (option: Option) => void;
}

/** One of several, in a list that opens. */
export function SelectField<Option extends string>(props: SelectFieldProps<Option>) {
  const { label, options, names, value, onChange } = props;
  return (
    <FieldFrame label={label}>
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={({ target }) => {
            const chosen = options.find((option) => option === target.value);
            if (chosen !== undefined) onChange(chosen);
          }}
        >
          {options.map((option) => (
            <option key={option} value={option}>
              {names[option]}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
