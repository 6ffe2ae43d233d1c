// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('resources', table => {
    table
      .string('kubernetes_id', 63)
      .comment('Value of the label backstage.io/kubernetes-id');
    table.index(['kubernetes_id'], 'resources_kubernetes_id_idx');
  });
  // What is stored was written without the column: list every kind anew.
  await knex('cluster_kinds').update({ resource_version: null });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('resources', table => {
    table.dropIndex(['kubernetes_id'], 'resources_kubernetes_id_idx');
  });
  await knex.schema.alterTable('resources', table => {
    table.dropColumn('kubernetes_id');
  });
};
