ALTER TABLE `rollouts` ADD `passed_at` integer;--> statement-breakpoint
ALTER TABLE `rollouts` ADD `failures_accepted_at` integer;