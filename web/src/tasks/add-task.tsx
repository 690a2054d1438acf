import { useCreateTask } from '@parlance/client-sdk/react';
import { Plus } from 'lucide-react';
import { type FormEvent, type RefObject, useState } from 'react';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { FormError } from '../ui/form-error.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './add-task.module.css';

interface AddTaskProps {
  field: RefObject<HTMLInputElement | null>;
  onAdded(): void;
}

/** Puts a task on the list. What could not be sent stays in the field. */
export function AddTask({ field, onAdded }: AddTaskProps) {
  const { tasks } = useText();
  const errorText = useErrorText();
  const [title, setTitle] = useState('');
  const create = useCreateTask();
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() === '' || create.isPending) return;
    const onSuccess = () => {
      setTitle('');
      onAdded();
    };
    create.mutate({ title: title.trim() }, { onSuccess });
  };
  return (
    <form onSubmit={onSubmit}>
      <div className={styles.box}>
        <input
          ref={field}
          className={styles.input}
          value={title}
          maxLength={200}
          dir={title === '' ? undefined : 'auto'}
          enterKeyHint="done"
          placeholder={tasks.add}
          aria-label={tasks.add}
          onChange={(event) => setTitle(event.target.value)}
        />
        <IconButton type="submit" icon={Plus} label={tasks.addButton} disabled={title.trim() === ''} />
      </div>
      <FormError>{create.error && errorText(create.error)}</FormError>
    </form>
  );
}
