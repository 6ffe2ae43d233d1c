// @ts-check

/**
 * At most one sync of a cluster runs at once, whichever replica was asked.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('operations', table => {
    table
      .string('syncing_cluster_id', 36)
      .comment('Set while a sync of this cluster is under way')
      .unique({ indexName: 'operations_syncing_cluster_idx' });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('operations', table => {
    table.dropUnique(['syncing_cluster_id'], 'operations_syncing_cluster_idx');
    table.dropColumn('syncing_cluster_id');
  });
};
