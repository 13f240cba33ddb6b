# The site and the command line in one image. Built in two steps: pages' programs, then Python.
FROM node:20.19-bookworm-slim AS pages
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
COPY src/ppaos/workflows/report/assets /build/src/ppaos/workflows/report/assets
COPY src/ppaos/web/static /build/src/ppaos/web/static
RUN npm run build

FROM python:3.11.14-slim-bookworm
RUN useradd --uid 10001 --create-home ppaos \
    && mkdir -p /data/site /data/store \
    && chown -R ppaos:ppaos /data
WORKDIR /app
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/build.txt \
    && pip install --no-cache-dir --require-hashes --no-build-isolation -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY src ./src
COPY --from=pages /build/src/ppaos/web/static ./src/ppaos/web/static
COPY --from=pages /build/src/ppaos/workflows/report/assets ./src/ppaos/workflows/report/assets
RUN pip install --no-cache-dir --no-deps --no-build-isolation .
ENV PPAOS_DATA=/data/site PPAOS_STORE=/data/store PYTHONUNBUFFERED=1
USER ppaos
EXPOSE 8000
CMD ["ppaos", "serve", "--host", "0.0.0.0", "--no-background"]
