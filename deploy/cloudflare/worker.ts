import openNext from "../../.open-next/worker.js";
import { createWorker } from "../../server/edge/worker";

export default createWorker(openNext);
