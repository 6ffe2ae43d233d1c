import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Radio,
  RadioGroup,
  Text,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import {
  type Cluster,
  MAX_RESYNC_MINUTES,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from '../add/AddClusterForm.module.css';
import { clusterTitle } from '../clusterTitle';
import { useSourceName } from '../useSourceName';
import {
  changeOf,
  type EditClusterFields,
  fieldsOf,
  isResyncValid,
} from './EditClusterFields';
import { parseLabels } from './parseLabels';

/** What a cluster is called, and how it is kept current. The limits are those of the contract. */
export function EditClusterForm(props: {
  cluster: Cluster;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { cluster, onClose, onSaved } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  // As it was when the dialog opened: what the page reads meanwhile must not change what is being typed.
  const [before] = useState(() => fieldsOf(cluster));
  const [fields, setFields] = useState(before);
  const set = (key: keyof EditClusterFields) => (value: string) =>
    setFields(old => ({ ...old, [key]: value }));
  const source = useSourceName(cluster.source);
  const manual = cluster.source === 'manual';

  const { problem } = parseLabels(fields.labels);
  let labelsError: string | undefined;
  if (problem?.rule === 'labelsInvalid')
    labelsError = t('clusters.edit.labelsInvalid', {
      line: String(problem.line),
    });
  else if (problem)
    labelsError = t('clusters.edit.labelsTwice', {
      line: String(problem.line),
      key: problem.key,
    });
  const resyncError = isResyncValid(fields.resyncMinutes)
    ? undefined
    : t('clusters.edit.resync.invalid', { max: String(MAX_RESYNC_MINUTES) });

  const [{ loading, error }, save] = useAsyncFn(async () => {
    const body = changeOf(before, fields);
    if (Object.keys(body).length === 0) {
      onClose();
      return;
    }
    await api.updateCluster({ params: { clusterId: cluster.id }, body });
    onSaved();
  }, [api, cluster.id, before, fields, onClose, onSaved]);

  return (
    <form
      className={styles.form}
      autoComplete="off"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        if (!loading && !labelsError && !resyncError) save();
      }}
    >
      <DialogHeader>
        {t('clusters.edit.title', { name: clusterTitle(cluster) })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.fields}>
          {!manual && (
            <Text as="p">{t('clusters.edit.foreign', { source })}</Text>
          )}
          {manual && (
            <>
              <TextField
                label={t('clusters.add.titleField.label')}
                description={t('clusters.add.titleField.description')}
                value={fields.title}
                onChange={set('title')}
                autoComplete="off"
                maxLength={128}
              />
              <TextField
                label={t('clusters.add.descriptionField.label')}
                description={t('clusters.add.descriptionField.description')}
                value={fields.description}
                onChange={set('description')}
                autoComplete="off"
                maxLength={1024}
              />
              <TextField
                label={t('clusters.add.environment.label')}
                description={t('clusters.add.environment.description')}
                value={fields.environment}
                onChange={set('environment')}
                autoComplete="off"
                maxLength={63}
              />
              <TextAreaField
                className={styles.code}
                label={t('clusters.edit.labels')}
                description={t('clusters.edit.labelsDescription')}
                rows={3}
                value={fields.labels}
                onChange={set('labels')}
                autoComplete="off"
                spellCheck="false"
                validationBehavior="aria"
                validate={() => labelsError ?? null}
              />
            </>
          )}
          <RadioGroup
            label={t('clusters.edit.auto.label')}
            value={fields.auto}
            onChange={set('auto')}
          >
            <Radio value="configured">
              {t('clusters.edit.auto.configured')}
            </Radio>
            <Radio value="on">{t('clusters.edit.auto.on')}</Radio>
            <Radio value="off">{t('clusters.edit.auto.off')}</Radio>
          </RadioGroup>
          <TextField
            label={t('clusters.edit.resync.label')}
            description={t('clusters.edit.resync.description')}
            inputMode="numeric"
            value={fields.resyncMinutes}
            onChange={set('resyncMinutes')}
            autoComplete="off"
            maxLength={5}
            validationBehavior="aria"
            validate={() => resyncError ?? null}
          />
        </div>
      </DialogBody>
      {error && !loading && (
        <Alert
          className={styles.error}
          role="alert"
          status="danger"
          icon
          title={t('clusters.edit.error')}
          description={errorMessage(error)}
        />
      )}
      <DialogFooter>
        <Button type="submit" variant="primary" isPending={loading}>
          {t('clusters.edit.save')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </form>
  );
}
