// @ts-check

/**
 * What the summary of the fleet and the filters of the activity are read by.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('resources', table => {
    table.index(['status_since'], 'resources_since_idx');
    table.index(['status', 'status_since'], 'resources_status_since_idx');
  });
  await knex.schema.alterTable('activities', table => {
    table.index(
      ['action', 'outcome', 'cluster_name'],
      'activities_choices_idx',
    );
    table.index(['resource_id', 'action', 'at'], 'activities_resource_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('activities', table => {
    table.dropIndex([], 'activities_resource_idx');
    table.dropIndex([], 'activities_choices_idx');
  });
  await knex.schema.alterTable('resources', table => {
    table.dropIndex([], 'resources_status_since_idx');
    table.dropIndex([], 'resources_since_idx');
  });
};
