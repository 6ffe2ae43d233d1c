import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Select,
  Text,
} from '@backstage/ui';
import {
  resourceSortSchema,
  type ResourceList,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiFilter3Line } from '@remixicon/react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { FacetOptions } from './FacetOptions';
import {
  FACETS,
  type FacetName,
  type ResourceListState,
} from './ResourceListState';
import styles from './Filters.module.css';

const SORTS = resourceSortSchema.options.flatMap(sort => [
  { sort, order: 'asc' as const },
  { sort, order: 'desc' as const },
]);

/** All filters and the sorting in one dialog, for narrow screens. */
export function FilterDialog(props: {
  state: ResourceListState;
  facets?: ResourceList['facets'];
  label: (facet: FacetName, value: string) => string;
  onToggle: (facet: FacetName, value: string) => void;
  onSort: (
    sort: ResourceListState['sort'],
    order: ResourceListState['order'],
  ) => void;
}) {
  const { state, facets, label, onToggle, onSort } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const chosen = FACETS.reduce((n, facet) => n + state[facet].length, 0);
  const columns = {
    status: t('resources.list.column.status'),
    name: t('resources.list.column.name'),
    kind: t('resources.list.column.kind'),
    namespace: t('resources.list.column.namespace'),
    cluster: t('resources.list.column.cluster'),
    statusSince: t('resources.list.column.since'),
  };
  return (
    <DialogTrigger>
      <Button variant="secondary" iconStart={<RiFilter3Line aria-hidden />}>
        {chosen
          ? t('resources.list.filters.openCount', { chosen: String(chosen) })
          : t('resources.list.filters.open')}
      </Button>
      <Dialog>
        <DialogHeader>{t('resources.list.filters.title')}</DialogHeader>
        <DialogBody>
          {FACETS.map(facet => (
            <section key={facet} className={styles.group}>
              <Text
                as="h3"
                variant="body-medium"
                weight="bold"
                className={styles.heading}
              >
                {t(`resources.list.facet.${facet}`)}
              </Text>
              <FacetOptions
                name={t(`resources.list.facet.${facet}`)}
                values={facets?.[facet] ?? []}
                selected={state[facet]}
                label={value => label(facet, value)}
                onToggle={value => onToggle(facet, value)}
              />
            </section>
          ))}
          <Select
            label={t('resources.list.sort.label')}
            options={SORTS.map(({ sort, order }) => ({
              id: `${sort}-${order}`,
              label: t('resources.list.sort.option', {
                column: columns[sort],
                order:
                  order === 'asc'
                    ? t('resources.list.sort.ascending')
                    : t('resources.list.sort.descending'),
              }),
            }))}
            value={`${state.sort}-${state.order}`}
            onChange={value => {
              const choice = SORTS.find(
                s => `${s.sort}-${s.order}` === String(value),
              );
              if (choice) onSort(choice.sort, choice.order);
            }}
          />
        </DialogBody>
        <DialogFooter>
          <Button slot="close">{t('resources.list.filters.done')}</Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
