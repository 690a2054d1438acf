import { useDeleteTask, useTasks, useUpdateTask } from '@parlance/client-sdk/react';
import { useRef, useState } from 'react';
import { useErrorText } from '../errors/use-error-text.ts';
import { usePassingErrors } from '../errors/use-passing-errors.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../ui/button.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { ListNote } from '../ui/list-note.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { AddTask } from './add-task.tsx';
import { TaskList } from './task-list.tsx';
import styles from './tasks.module.css';

/** So many tasks are looked through without a search. */
const FEW = 8;

/** The tasks of who is signed in: those to be done, and those that are. */
export function Tasks() {
  const { tasks: text, sidebar } = useText();
  const errorText = useErrorText();
  const [search, setSearch] = useState('');
  // The box of another search begins empty: what was added is in sight.
  const [searches, setSearches] = useState(0);
  const open = useTasks({ status: 'open', search, pageSize: 30 });
  const done = useTasks({ status: 'completed', search, order: 'updated', pageSize: 10 });
  const update = useUpdateTask();
  const remove = useDeleteTask();
  const dismissError = usePassingErrors(update, remove);
  const field = useRef<HTMLInputElement>(null);
  const all = open.tasks.length + done.tasks.length;
  const failed = update.error ?? remove.error;
  const unread = all === 0 ? (open.error ?? done.error) : null;
  const actions = {
    fallback: field,
    onTick: (taskId: string, completed: boolean) => update.mutate({ taskId, completed }),
    onRename: (taskId: string, title: string) => update.mutate({ taskId, title }),
    onRemove: (taskId: string) => remove.mutate({ taskId }),
  };
  return (
    <>
      <AddTask field={field} onAdded={() => setSearches(searches + 1)} />
      {(all > FEW || search !== '') && <SearchBox key={searches} label={text.search} onSearch={setSearch} />}
      <div className={styles.lists} aria-busy={open.status === 'pending' || undefined}>
        {failed && (
          <FailureNote error={failed} onClose={dismissError} handOver={() => field.current?.focus()} />
        )}
        {unread && (
          <ListNote role="alert">
            {errorText(unread)}
            <Button look="plain" onClick={open.refetch}>
              {sidebar.retry}
            </Button>
          </ListNote>
        )}
        <TaskList label={text.open} list={open} {...actions}>
          {search === '' ? text.noneOpen : all === 0 ? text.noMatch(search) : null}
        </TaskList>
        <TaskList label={text.done} list={done} {...actions} />
      </div>
    </>
  );
}
