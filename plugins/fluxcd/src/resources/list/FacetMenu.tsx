import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, DialogTrigger, Popover } from '@backstage/ui';
import { RiArrowDownSLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { FacetOptions } from './FacetOptions';
import type { FacetValue } from './orderFacetValues';

/** One facet behind a button, for screens with room for a row of them. */
export function FacetMenu(props: {
  name: string;
  values: FacetValue[];
  selected: readonly string[];
  label: (value: string) => string;
  onToggle: (value: string) => void;
}) {
  const { name, selected } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <DialogTrigger>
      <Button variant="secondary" iconEnd={<RiArrowDownSLine aria-hidden />}>
        {selected.length
          ? t('resources.list.filters.facetCount', {
              facet: name,
              chosen: String(selected.length),
            })
          : name}
      </Button>
      <Popover placement="bottom start" hideArrow>
        <FacetOptions {...props} />
      </Popover>
    </DialogTrigger>
  );
}
