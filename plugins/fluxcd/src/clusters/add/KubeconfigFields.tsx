import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Text, TextAreaField } from '@backstage/ui';
import { MAX_KUBECONFIG_LENGTH } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiUpload2Line } from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './AddClusterForm.module.css';
import { ContextChoice } from './ContextChoice';
import type { CredentialFields } from './CredentialFields';
import { suggestName } from './suggestName';
import { useKubeconfigContexts } from './useKubeconfigContexts';

/** A kubeconfig, pasted, chosen or dropped, and which of its contexts to use. */
export function KubeconfigFields(props: {
  form: CredentialFields;
  /** The cluster that gets other credentials; absent where one is added. */
  clusterId?: string;
}) {
  const { fields, update, errors, asked } = props.form;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { contexts, error, loading } = useKubeconfigContexts(
    fields.kubeconfig,
    {
      clusterId: props.clusterId,
    },
  );
  const fileInput = useRef<HTMLInputElement>(null);
  const [fileError, setFileError] = useState<string>();
  const [over, setOver] = useState(false);
  const suggested = useRef('');

  /** Replaces only a name that was suggested here, never one that was typed. */
  const choose = (context: string) => {
    const name = suggestName(context);
    const typed = fields.name && fields.name !== suggested.current;
    suggested.current = name;
    update(typed ? { context } : { context, name });
  };

  useEffect(() => {
    if (!contexts) return;
    const usable = contexts.filter(c => !c.refusal);
    if (usable.some(c => c.name === fields.context)) return;
    const first = usable.find(c => c.current) ?? usable[0];
    if (first) choose(first.name);
    // Runs for a new answer only; afterwards the choice is the user's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [contexts]);

  const setKubeconfig = (kubeconfig: string) => {
    setFileError(undefined);
    update({ kubeconfig, context: '' });
  };
  const readFile = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_KUBECONFIG_LENGTH) {
      setFileError(
        t('clusters.add.kubeconfig.tooLarge', {
          limit: String(MAX_KUBECONFIG_LENGTH / 1024),
        }),
      );
      return;
    }
    try {
      setKubeconfig(await file.text());
    } catch {
      setFileError(t('clusters.add.kubeconfig.unreadable'));
    }
  };

  const missing = asked && errors.kubeconfig;
  return (
    <>
      <div>
        <div
          className={styles.drop}
          data-over={over || undefined}
          onDragOver={event => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={event => {
            event.preventDefault();
            setOver(false);
            readFile(event.dataTransfer.files[0]);
          }}
        >
          <TextAreaField
            className={styles.code}
            label={t('clusters.add.kubeconfig.label')}
            description={t('clusters.add.kubeconfig.description')}
            rows={6}
            value={fields.kubeconfig}
            onChange={setKubeconfig}
            autoComplete="off"
            // A spell checker may send what it checks to its maker.
            spellCheck="false"
            autoCorrect="off"
            validationBehavior="aria"
            validate={() => (missing ? t(`clusters.add.${missing}`) : null)}
          />
        </div>
        <div className={styles.chooser}>
          <Button
            variant="secondary"
            iconStart={<RiUpload2Line />}
            onPress={() => fileInput.current?.click()}
          >
            {t('clusters.add.kubeconfig.choose')}
          </Button>
          <input
            ref={fileInput}
            type="file"
            hidden
            aria-label={t('clusters.add.kubeconfig.choose')}
            onChange={event => {
              readFile(event.target.files?.[0]);
              // The same file may be chosen again after it was changed.
              event.target.value = '';
            }}
          />
          <Text color="secondary" variant="body-small" role="status">
            {loading ? t('clusters.add.kubeconfig.reading') : ''}
          </Text>
        </div>
      </div>
      {(fileError || error) && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={fileError ?? t('clusters.add.kubeconfig.error')}
          description={fileError ? undefined : errorMessage(error!)}
        />
      )}
      {contexts?.length === 0 && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('clusters.add.kubeconfig.empty')}
        />
      )}
      {contexts && contexts.length > 0 && (
        <ContextChoice
          contexts={contexts}
          value={fields.context}
          onChange={choose}
          error={
            asked && errors.context
              ? t(`clusters.add.${errors.context}`)
              : undefined
          }
        />
      )}
    </>
  );
}
