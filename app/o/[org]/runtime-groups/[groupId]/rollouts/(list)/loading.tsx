export { PageSkeleton as default } from "@/app/_shared/page-skeleton";
