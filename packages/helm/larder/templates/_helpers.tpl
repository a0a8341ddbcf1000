{{- define "larder.name" -}}
{{- printf "%s" (ternary .Release.Name (printf "%s-larder" .Release.Name) (contains "larder" .Release.Name)) | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "larder.selector" -}}
app.kubernetes.io/name: larder
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "larder.labels" -}}
{{ include "larder.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "larder.secret" -}}
{{- .Values.secret | default (printf "%s-nodes" (include "larder.name" .)) -}}
{{- end -}}

{{- define "larder.isCluster" -}}
{{- if and .Values.upstream.endpoint (gt (int .Values.nodes) 1) }}true{{ end -}}
{{- end -}}
